Write-Host "word"
