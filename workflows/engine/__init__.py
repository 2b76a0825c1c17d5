"""What a business type is, and the one table of who may do which operation when. Pure: facts in, reasons out.

`business_type` is what definitions are written in, `situation` and `attempt` are what is judged, `operation_table` says
who may do what at which place, `by_whom` and `guards` are the conditions that it names, and `check` asks all of them.
"""
