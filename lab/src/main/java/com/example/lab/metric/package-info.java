/** Metrics: what stand-ins measure, minute by minute, and CloudWatch's copy of it. */
@NullMarked
package com.example.lab.metric;

import org.jspecify.annotations.NullMarked;
