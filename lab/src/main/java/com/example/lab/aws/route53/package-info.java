/** Stand-in for Amazon Route 53: names that lead to load balancers. */
@NullMarked
package com.example.lab.aws.route53;

import org.jspecify.annotations.NullMarked;
