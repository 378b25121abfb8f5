/**
 * The command line of the workshop, and the background process that {@code up} leaves.
 */
@NullMarked
package com.example.lab.cli;

import org.jspecify.annotations.NullMarked;
