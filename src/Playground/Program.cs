// A page calls the exported functions of the classes beside this file. The program itself does nothing.
return;
