/** What a stage costs on AWS, reckoned from its template and a table of prices. */
@NullMarked
package com.example.lab.cost;

import org.jspecify.annotations.NullMarked;
