// A page calls Engine's functions. The program itself does nothing.
return;
