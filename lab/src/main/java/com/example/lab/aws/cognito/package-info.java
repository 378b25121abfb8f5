/** Stand-ins for Amazon Cognito user pools. */
@NullMarked
package com.example.lab.aws.cognito;

import org.jspecify.annotations.NullMarked;
