/**
 * Stand-ins for CloudWatch's alarms: LocalStack keeps them and notifies their topics, the
 * lab evaluates them.
 */
@NullMarked
package com.example.lab.aws.cloudwatch;

import org.jspecify.annotations.NullMarked;
