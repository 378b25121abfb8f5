/** Processes and folders that the lab owns and that never outlive it. */
@NullMarked
package com.example.lab.process;

import org.jspecify.annotations.NullMarked;
