/** LocalStack, wherever it can run, and the AWS clients that talk to it. */
@NullMarked
package com.example.lab.localstack;

import org.jspecify.annotations.NullMarked;
