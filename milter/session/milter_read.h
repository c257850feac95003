// milter_read.h — our eyes on the milter connection: every read(2) of our own libmilter passes here.
//
// Takes    the reads of libmilter's connection threads (deploy/build-libmilter renames them in comm.c).
// Gives    an acknowledgement on TCP after each read; Conversation::heard() when a further packet arrives; the command and
//          length of the packet that the present callback belongs to.
// Fails    never; with Debian's stock libmilter nothing is seen: command() is 0, and a verdict counts as heard at the next
//          callback of its connection (its last one stays pending unless the MTA's log tells).
// Runs in  session: libmilter keeps one thread for each connection (own build), so all of it is thread-local.
// Source   milter packets: 4 octets of length, command, data; tcp(7) TCP_QUICKACK (Postfix waits for our delayed ACK).
#pragma once

#include <cstddef>
#include <cstdint>

namespace beadle::session {

class Conversation;

#ifdef BEADLE_STOCK_LIBMILTER
constexpr bool sees_reads = false;
#else
constexpr bool sees_reads = true;
#endif

// Follows the packets in a stream of octets cut anywhere.
class PacketMeter {
  public:
    void take(const unsigned char* octets, std::size_t n);
    char command() const { return command_; }
    std::size_t data_octets() const { return data_octets_; }  // of the packet last begun

  private:
    std::size_t head_ = 0;  // octets of the present head that were seen
    std::uint32_t length_ = 0;
    std::size_t left_ = 0;
    char command_ = 0;
    std::size_t data_octets_ = 0;
};

// Of the calling thread's connection.
struct ConnectionThread {
    Conversation* conversation = nullptr;
    unsigned long no_reply = 0;      // SMFIP_NR_* that were agreed on; outlives a close, as a session may follow it
    bool negotiated = false, leading_space = false;
    PacketMeter meter;
    int socket = -1;                 // that was read last
    enum class Transport { unknown, tcp, other } transport = Transport::unknown;
};
ConnectionThread& connection_thread();

// At the close of a conversation: QUIT followed at once by the end of the connection is not read by libmilter (its poll
// sees the hang-up first). Whatever still lies in the socket was sent after our reply: heard.
void hear_what_is_left();

}  // namespace beadle::session
