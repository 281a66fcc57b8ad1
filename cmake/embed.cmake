# sportello_embed(MODULE FILES...): carries files inside the library of a
# module. Its code reads them with
#   std::string_view sportello::<MODULE>_file(std::string_view name);
# declared where it is used; the name is the file's name without folders, and
# an unknown name gives an empty text.
set(SPORTELLO_EMBED_TEMPLATE ${CMAKE_CURRENT_LIST_DIR}/embed.cc.in)
function(sportello_embed module)
  set(EMBED_MODULE ${module})
  set(EMBED_ENTRIES "")
  foreach(path ${ARGN})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${path})
    get_filename_component(name ${path} NAME)
    # Hexadecimal keeps every byte; compilers bound the length of a literal.
    file(READ ${path} bytes HEX)
    string(REGEX REPLACE "(..)" "\\\\x\\1" bytes "${bytes}")
    string(LENGTH "${bytes}" length)
    set(literal "")
    set(at 0)
    while(at LESS length)
      string(SUBSTRING "${bytes}" ${at} 4000 part)
      string(APPEND literal "\n        \"${part}\"")
      math(EXPR at "${at} + 4000")
    endwhile()
    math(EXPR size "${length} / 4")
    string(APPEND EMBED_ENTRIES
      "    if (name == \"${name}\") {\n      static constexpr char bytes[] =${literal}\n        \"\";\n      return {bytes, ${size}};\n    }\n")
  endforeach()
  set(output ${CMAKE_BINARY_DIR}/generated/${module}_embedded.cc)
  configure_file(${SPORTELLO_EMBED_TEMPLATE} ${output} @ONLY)
  target_sources(sportello_${module} PRIVATE ${output})
  set_source_files_properties(${output} PROPERTIES COMPILE_OPTIONS
    "-Wno-overlength-strings")
endfunction()

# The chat page and the description of the API live in flow; its target comes
# later than this file, hence the deferred call.
function(sportello_embed_page)
  if(TARGET sportello_flow)
    file(GLOB page_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/flow/web/*)
    sportello_embed(flow ${page_files} ${CMAKE_SOURCE_DIR}/docs/openapi.json)
  endif()
endfunction()
cmake_language(DEFER CALL sportello_embed_page)
