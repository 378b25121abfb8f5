/** Stand-ins for Amazon Cognito user pools. */
@NullMarked
package com.example.lab.cognito;

import org.jspecify.annotations.NullMarked;
