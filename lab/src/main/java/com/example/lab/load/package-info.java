/**
 * Load on a running architecture: requests at their intended times whatever the server
 * does, what became of each of them, and the figures.
 */
@NullMarked
package com.example.lab.load;

import org.jspecify.annotations.NullMarked;
