/** Certificates for the servers of the lab. */
@NullMarked
package com.example.lab.tls;

import org.jspecify.annotations.NullMarked;
