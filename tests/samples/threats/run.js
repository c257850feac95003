WScript.Echo("word");
