/** Estimates the cost of a stage on AWS from its template and a table of prices. */
@NullMarked
package com.example.lab.cost;

import org.jspecify.annotations.NullMarked;
