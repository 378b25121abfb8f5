/** Packages of npm that the lab runs with Node.js. */
@NullMarked
package com.example.lab.npm;

import org.jspecify.annotations.NullMarked;
