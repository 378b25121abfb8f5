/**
 * Why a request is refused, whatever protocol it came by.
 */
@NullMarked
package com.example.postcards.refusal;

import org.jspecify.annotations.NullMarked;
