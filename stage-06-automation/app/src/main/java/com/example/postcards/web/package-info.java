/**
 * What all features share on the web: security, problem details, paging.
 */
@NullMarked
package com.example.postcards.web;

import org.jspecify.annotations.NullMarked;
