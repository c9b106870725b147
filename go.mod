module zwgk

go 1.26.8
