#!/bin/sh
echo word
