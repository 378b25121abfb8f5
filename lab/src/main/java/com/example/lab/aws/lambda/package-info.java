/** Lambda functions: handlers in Java, each in a process of its own. */
@NullMarked
package com.example.lab.aws.lambda;

import org.jspecify.annotations.NullMarked;
