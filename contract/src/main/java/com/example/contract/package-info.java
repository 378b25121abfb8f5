/**
 * What Postcards does over HTTP at every stage: a client, and the contract as JUnit tests
 * against an address.
 */
@NullMarked
package com.example.contract;

import org.jspecify.annotations.NullMarked;
