"""Published equations as pure functions, one file a process.

Each function is one equation on plain numbers or arrays with any trailing axes, in the units of
the glossary. Parameters are arguments: their values lie in the tables, with their source.
"""
