/** Stand-ins for Amazon RDS and Aurora. */
@NullMarked
package com.example.lab.aws.rds;

import org.jspecify.annotations.NullMarked;
