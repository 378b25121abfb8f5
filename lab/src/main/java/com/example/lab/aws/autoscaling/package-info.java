/**
 * Fleets of servers that grow, shrink and heal by themselves.
 */
@NullMarked
package com.example.lab.aws.autoscaling;

import org.jspecify.annotations.NullMarked;
