/** What runs a resource that LocalStack does not: the contract of all stand-ins. */
@NullMarked
package com.example.lab.standin;

import org.jspecify.annotations.NullMarked;
