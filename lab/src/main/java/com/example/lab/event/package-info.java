/**
 * What happened, when, to which construct: the one source for the command line and the
 * tests.
 */
@NullMarked
package com.example.lab.event;

import org.jspecify.annotations.NullMarked;
