using Dirac.Hosting;
using Dirac.Hosting.Rpc;
using Dirac.Hosting.Serving;
using Dirac.Model.Errors;
using Dirac.Samples.WireTest;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

// wiretest CONFIG [DATA]: serves WireTest/Echo over dips and https on the ports that the configuration gives it.
if (args is not [var configuration, ..])
{
    await Console.Error.WriteLineAsync("usage: wiretest CONFIG [DATA]\nDIRAC_X509_HOST_CERT, DIRAC_X509_HOST_KEY and X509_CERT_DIR name the host's certificate and the authorities.");
    return 2;
}

try
{
    var data = Path.GetFullPath(args is [_, var folder, ..] ? folder : Path.Combine(Path.GetTempPath(), $"wiretest-{Environment.ProcessId}"));
    var options = new HostingOptions
    {
        DataDirectory = data,
        ConfigurationFiles = [Path.GetFullPath(configuration)],
        Urls = ["https://127.0.0.1:0"],
        GridServices = ["WireTest/Echo"],
    };
    var builder = WebApplication.CreateSlimBuilder();
    builder.WebHost.UseKestrelCore().UseDiracKestrel(options);
    builder.Services.AddDiracHosting(options).AddDiracRpc().AddSingleton(new EchoFiles(Path.Combine(data, "files"))).AddRpcService<EchoRpc>();
    await using var app = builder.Build();
    app.UseRouting();
    app.UseDiracHosting();
    app.MapDiracHosting();
    app.MapDiracRpc();
    await app.RunAsync();
    return 0;
}
catch (DiracException refused)
{
    await Console.Error.WriteLineAsync($"{refused.Message} {refused.Advice}");
    return 1;
}
