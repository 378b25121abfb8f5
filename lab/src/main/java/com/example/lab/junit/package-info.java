/** Stages in JUnit tests. */
@NullMarked
package com.example.lab.junit;

import org.jspecify.annotations.NullMarked;
