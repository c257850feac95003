MsgBox "word"
