/** Stand-ins for Amazon ElastiCache. */
@NullMarked
package com.example.lab.aws.elasticache;

import org.jspecify.annotations.NullMarked;
