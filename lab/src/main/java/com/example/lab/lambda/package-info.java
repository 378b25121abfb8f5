/** Lambda functions: handlers in Java, each in a process of its own. */
@NullMarked
package com.example.lab.lambda;

import org.jspecify.annotations.NullMarked;
