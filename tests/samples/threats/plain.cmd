echo word
pause
