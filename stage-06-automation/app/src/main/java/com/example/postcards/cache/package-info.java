/**
 * What is read often and kept for a few seconds, for all servers.
 */
@NullMarked
package com.example.postcards.cache;

import org.jspecify.annotations.NullMarked;
