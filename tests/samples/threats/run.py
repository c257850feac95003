print('word')
