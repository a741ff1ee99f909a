"""The model of a policy library: documents, editions, duties, roles, review dates and problems.

Pure: it reads no file or clock and knows neither YAML nor HTML.
"""
