/* What a static dirac-pilot needs besides the C library. See docs/adr/0033-the-pilot-is-one-static-file.md. */
#include <nss.h>
#include <stddef.h>
#include <stdlib.h>

/* A static program that loads the node's plugins gets the node's C library into its process, and the two disagree. So names are looked up by the
   modules that are linked in, whatever nsswitch.conf says. */
__attribute__((constructor)) static void use_built_in_modules(void)
{
    static const char *const databases[] = { "passwd", "group", "initgroups", "services", "protocols", "networks" };
    for (size_t i = 0; i < sizeof databases / sizeof *databases; i++)
        __nss_configure_lookup(databases[i], "files");
    __nss_configure_lookup("hosts", "files dns");

    /* OpenSSL's settings on the node are written for the node's OpenSSL. */
    setenv("OPENSSL_CONF", "/dev/null", 0);
}

/* The same holds for libraries asked for by name (Kerberos, OpenSSL's modules): they count as missing. */
void *dlopen(const char *file, int mode)
{
    (void)file;
    (void)mode;
    return NULL;
}

void *dlsym(void *handle, const char *name)
{
    (void)handle;
    (void)name;
    return NULL;
}

int dlclose(void *handle)
{
    (void)handle;
    return 0;
}

char *dlerror(void)
{
    return "this program is static and loads no libraries";
}
