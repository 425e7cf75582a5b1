"""Votes in the General Assembly: a public table read, and how far states agreed, counted with intervals.

A library of its own: ``reading`` (a table into Parquet), ``states`` (its numbers as codes), ``relations`` (agreement in
Ibis), ``intervals`` (how far a share would vary), ``counting`` (what an installation keeps for its pages).
"""
