/**
 * Stand-ins for Elastic Load Balancing: Application Load Balancers and their target
 * groups.
 */
@NullMarked
package com.example.lab.aws.elb;

import org.jspecify.annotations.NullMarked;
