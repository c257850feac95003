# The mail gem of Ruby. Protocol: protocol.py.
require "mail"
require "timeout"
$stdout.sync = true
$stderr.reopen("/dev/null")

def things_of(part)
  things = []
  part.header.fields.each { |f| things << (f.decoded.to_s rescue f.value.to_s) }
  things << (part.filename.to_s rescue "")
  if part.multipart?
    things << part.preamble.to_s << part.epilogue.to_s
    part.parts.each { |p| things.concat(things_of(p)) }
  else
    things << (part.body.decoded.to_s rescue "") << (part.decoded.to_s rescue "")
  end
  things
end

while (path = $stdin.gets)
  things = begin
    Timeout.timeout(10) { things_of(Mail.new(File.binread(path.chomp))) }
  rescue Exception
    []
  end
  puts things.reject { |t| t.nil? || t.empty? }.map { |t| [t.dup.force_encoding("BINARY")].pack("m0") }.join(" ")
end
