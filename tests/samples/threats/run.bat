@echo off
echo word
