/**
 * Accounts: signing up, in and out, and profiles.
 */
@NullMarked
package com.example.postcards.account;

import org.jspecify.annotations.NullMarked;
