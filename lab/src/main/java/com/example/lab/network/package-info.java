/** Local addresses, and the proxies through which connections between parts must go. */
@NullMarked
package com.example.lab.network;

import org.jspecify.annotations.NullMarked;
