"""What is told twice, what is counted and then named, and numbers that are lost.

- `repeats`: the same said twice
- `references`: what was told is spoken of again
- `likeness`: whether two figures that differ by a slip are of the same
- `counted_items`: items counted before they are told
- `listed`: names counted; days that no calendar has
- `told_once`: what is wrong only by a number told otherwise elsewhere
- `lost`: numbers that fell out of the text
"""
