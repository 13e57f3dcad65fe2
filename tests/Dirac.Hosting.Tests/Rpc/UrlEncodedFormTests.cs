using System.Text;
using Dirac.Hosting.Rpc.Https;
using Dirac.Testing;

namespace Dirac.Hosting.Tests.Rpc;

public sealed class UrlEncodedFormTests
{
    [Theory]
    [InlineData("", "", "")]
    [InlineData("a=1", "a", "1")]
    [InlineData("a=1&a=2", "a", "1")]
    [InlineData("a", "a", "")]
    [InlineData("x=1&a=b+c%20d%2B", "a", "b c d+")]
    [InlineData("a=%c3%A9%F0%9F%98%80", "a", "é😀")]
    [InlineData("a=%zz%4", "a", "%zz%4")]
    [InlineData("a=b=c", "a", "b=c")]
    [InlineData("%61=1", "a", "1")]
    public void Parse_Field_IsDecoded(string body, string name, string value) =>
        Assert.Equal(value, UrlEncodedForm.Parse(Encoding.UTF8.GetBytes(body)).GetValueOrDefault(name));

    [Fact]
    public void Parse_WhatTheFrameworkWrites_ComesBack()
    {
        var random = new Random(TestSeed.Next());
        for (var round = 0; round < 500; round++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(40)).Select(_ => (char)random.Next(0x20, 0xd7ff))]);
            var body = $"args={Uri.EscapeDataString(text)}&other=1";

            Assert.Equal(text, UrlEncodedForm.Parse(Encoding.UTF8.GetBytes(body))["args"]);
        }
    }

    [Fact]
    public void Parse_RandomBytes_AreAFormOrRefused()
    {
        var random = new Random(TestSeed.Next());
        for (var round = 0; round < 2000; round++)
        {
            var body = new byte[random.Next(200)];
            random.NextBytes(body);
            try
            {
                UrlEncodedForm.Parse(body);
            }
            catch (InvalidDataException)
            {
                continue;
            }
        }
    }

    [Fact]
    public void Parse_TooManyFields_IsRefused() =>
        Assert.Throws<InvalidDataException>(() => UrlEncodedForm.Parse(Encoding.UTF8.GetBytes(string.Join('&', Enumerable.Range(0, UrlEncodedForm.MostFields + 1)))));
}
