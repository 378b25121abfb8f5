/**
 * What the CDK synthesised, and how its template is split between LocalStack and the lab.
 */
@NullMarked
package com.example.lab.assembly;

import org.jspecify.annotations.NullMarked;
