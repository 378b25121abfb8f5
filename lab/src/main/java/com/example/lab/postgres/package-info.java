/** Real PostgreSQL servers, from binaries that come as Maven artifacts. */
@NullMarked
package com.example.lab.postgres;

import org.jspecify.annotations.NullMarked;
