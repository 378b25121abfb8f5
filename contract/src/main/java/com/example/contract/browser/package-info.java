/**
 * What people see of Postcards, in a real browser.
 */
@NullMarked
package com.example.contract.browser;

import org.jspecify.annotations.NullMarked;
